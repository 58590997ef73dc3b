"""One question to its answer from the claims of a story: `questions.ask_question`."""
