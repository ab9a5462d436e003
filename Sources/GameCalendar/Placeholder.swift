// GameCalendar
