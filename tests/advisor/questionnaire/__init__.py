"""The questionnaire: steps, flips, sessions, and the terminal."""
