"""What people see: tables, figures and words in English and Chinese."""
