"""What can be asked: an open snapshot and a question in, typed records out. SQL stands here and in `snapshot`."""
