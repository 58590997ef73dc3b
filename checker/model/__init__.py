"""The one seam to the model, `llm.LLM.ask`, and what stands behind it."""
