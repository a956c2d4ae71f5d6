"""The pages of answers, and what draws them: Rich on a terminal (only here), Markdown, pictures."""
