"""The sentences of the workspace itself, in English and Chinese."""

from __future__ import annotations

ENGLISH = {
    "no_response": "{command} failed because the app did not respond.",
    "dispatch_failed": '{command} failed with the error "dispatch_failed".',
    "unknown_command": "{command} is not a valid command.",
    "bad_answer": 'The app\'s answer could not be shown: "{error}".',
    "app_silent": "The app did not respond.",
    "view_failed": "We had some trouble connecting. Try again?",
    "fill_in": "Please complete this required field.",
}
CHINESE = {
    "no_response": "{command} 失败：应用没有响应。",
    "dispatch_failed": "{command} 失败，错误为“dispatch_failed”。",
    "unknown_command": "{command} 不是有效的命令。",
    "bad_answer": "无法显示应用的回复：“{error}”。",
    "app_silent": "应用没有响应。",
    "view_failed": "连接出现问题，请重试。",
    "fill_in": "请填写此必填项。",
}


def words(locale: str) -> dict[str, str]:
    """Return every sentence in the language of a locale; English unless it is Chinese."""
    return CHINESE if locale.lower().startswith("zh") else ENGLISH


def say(locale: str, key: str, **values: object) -> str:
    """Return one sentence with its places filled in."""
    return words(locale)[key].format(**values)
