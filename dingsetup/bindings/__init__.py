"""The binding table: which DataWind user is which person on DingTalk, how sure, and why not."""
