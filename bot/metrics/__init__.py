"""Pure metric definitions: values in, values out."""
