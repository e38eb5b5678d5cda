"""What is printed: findings, records, differences and reports."""
