"""What do many actors with positions, salience and capability decide together?"""
