"""Tests of the DingTalk client and of what answers mean."""
