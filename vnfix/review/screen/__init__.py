"""The review on the full screen (textual), at the same desk as the line mode.

`app` starts and ends it, `board` is the screen that is worked at, `dialogs` what opens above it.
Only `vnfix review` imports this.
"""
