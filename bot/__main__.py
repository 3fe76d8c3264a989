"""The `frt` command line."""


def main() -> None:
    """Run the command that the arguments name."""


if __name__ == "__main__":
    main()
