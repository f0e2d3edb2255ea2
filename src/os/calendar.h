/* The calendar and the time zone of the process, as the system keeps them; and waiting. */
#ifndef OURO_OS_CALENDAR_H
#define OURO_OS_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Seconds since 1970 as local time or universal time. 0, or an errno. */
int calendar_local(int64_t seconds, struct tm *out);
int calendar_universal(int64_t seconds, struct tm *out);
/* The seconds that local time stands for; false when there are none. Normalises *time. */
bool calendar_seconds(struct tm *time, int64_t *seconds);
/* Reads the zone anew from the environment. */
void calendar_read_zone(void);
/* As strftime: the length of the text, 0 when it did not fit or is empty. */
size_t calendar_format(char *text, size_t size, const char *format, const struct tm *time);

/* Waits. False when a signal came first. */
bool clock_wait_until(uint64_t monotonic);

#endif
