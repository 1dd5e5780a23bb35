"""A message as DingTalk draws it: laid out from an outline, and painted on anything."""
