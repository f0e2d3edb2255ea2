/* The C library's calendar. */
#include "os/calendar.h"

#include <errno.h>

int calendar_local(int64_t seconds, struct tm *out)
{
    time_t when = seconds;
    errno = 0;
    return localtime_r(&when, out) != NULL ? 0 : errno != 0 ? errno : EINVAL;
}

int calendar_universal(int64_t seconds, struct tm *out)
{
    time_t when = seconds;
    errno = 0;
    return gmtime_r(&when, out) != NULL ? 0 : errno != 0 ? errno : EINVAL;
}

bool calendar_seconds(struct tm *time, int64_t *seconds)
{
    time->tm_wday = -1; /* -1 is a good time too: only a weekday that stays unset tells of failure */
    *seconds = mktime(time);
    return *seconds != -1 || time->tm_wday != -1;
}

void calendar_read_zone(void)
{
    tzset();
}

size_t calendar_format(char *text, size_t size, const char *format, const struct tm *time)
{
    return strftime(text, size, format, time);
}

bool clock_wait_until(uint64_t monotonic)
{
    struct timespec until = {.tv_sec = (time_t)(monotonic / 1000000000), .tv_nsec = (long)(monotonic % 1000000000)};
    return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == 0;
}
