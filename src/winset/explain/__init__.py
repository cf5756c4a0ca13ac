"""What stands behind a forecast and what would change it: findings as records, without a front end."""
