"""What a question needs: its candidates among the claims, and the reply."""
