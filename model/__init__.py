"""What happens: the month, preparation by the day, exchange, ledger, indicators."""
