"""Tests of the room that cuts pages into stories."""
