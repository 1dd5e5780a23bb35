"""The DingTalk client: both API generations, and what every answer means."""
