"""A local stand-in for Slack; knows nothing of the bot.

In a test or a program::

    from bot.workspace.server import running

    async with running(seed={"app": {"commands": [{"command": "/hello"}]}}) as slack:
        app = AsyncApp(token=slack.bot_token, client=AsyncWebClient(base_url=slack.api_url, …))
        await slack.client.command("emma", "support-global", "/hello")
        shown = await slack.client.messages("emma", "support-global")

As a process: ``bot.workspace.server.serve(host, port, seed=…, request_url=…)``.
"""
