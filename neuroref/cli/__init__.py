"""What was typed in, one answer out on the right stream: each command asks one question and hands on the answer."""
