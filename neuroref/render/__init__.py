"""Answers as text: pages for screens and Markdown, and data as JSON, CSV and TSV."""
