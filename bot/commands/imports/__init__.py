"""`/frt import` and `/frt 导入`: a file of tickets, looked at and taken in."""
