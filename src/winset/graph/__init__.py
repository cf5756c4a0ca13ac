"""Which states of a conflict would nobody leave, given who can move where and who prefers what?"""
