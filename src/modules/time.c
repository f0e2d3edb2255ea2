/* The time module: clocks, waiting, and the calendar. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "modules/modules.h"
#include "modules/time_struct.h"
#include "object/error.h"
#include "object/names.h"
#include "object/protocol.h"
#include "os/calendar.h"
#include "os/clock.h"
#include "types/bytes.h"
#include "types/float.h"
#include "types/int.h"
#include "types/simple_namespace.h"
#include "types/tuple.h"
#include "vm/machine.h"

#define TIME_FUNCTION(name) static Object *name(Runtime *rt, Object *self, Object **args, size_t n)
enum { NANOSECONDS = 1000000000 };

/* ---- clocks -------------------------------------------------------------------------------------- */

/* Whole seconds stay exact beyond 2**53 nanoseconds. */
static Object *seconds_of(Runtime *rt, int64_t nanoseconds)
{
    if (nanoseconds % NANOSECONDS == 0)
        return float_new(rt, (double)(nanoseconds / NANOSECONDS));
    return float_new(rt, (double)nanoseconds / 1e9);
}

#define CLOCK(name, read)                                         \
    TIME_FUNCTION(time_##name)                                    \
    {                                                             \
        (void)self, (void)args, (void)n;                          \
        return seconds_of(rt, (int64_t)read());                   \
    }                                                             \
    TIME_FUNCTION(time_##name##_ns)                               \
    {                                                             \
        (void)self, (void)args, (void)n;                          \
        return (Object *)int_from_int64(rt, (int64_t)read());     \
    }
CLOCK(time, clock_wall)
CLOCK(monotonic, clock_monotonic)
CLOCK(perf_counter, clock_monotonic)
CLOCK(process_time, clock_process)
CLOCK(thread_time, clock_thread)

static const struct {
    const char *name, *implementation;
    bool monotonic, adjustable;
} clocks[] = {
    {"time", "clock_gettime(CLOCK_REALTIME)", false, true},
    {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", true, false},
    {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", true, false},
    {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false},
    {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false},
};

TIME_FUNCTION(time_get_clock_info)
{
    (void)self, (void)n;
    if (!str_check(args[0]))
        return error_set(rt, &type_error_type, "get_clock_info() argument 1 must be str, not %.50T", args[0]);
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        if (!str_equal_c((Str *)args[0], clocks[i].name))
            continue;
        owned Dict *fields = dict_new(rt);
        owned Str *implementation = str_from_c(rt, clocks[i].implementation);
        owned Object *resolution = float_new(rt, 1e-9);
        if (fields == NULL || implementation == NULL || resolution == NULL ||
            dict_set_c(rt, fields, "implementation", (Object *)implementation) < 0 ||
            dict_set_c(rt, fields, "monotonic", bool_object(clocks[i].monotonic)) < 0 ||
            dict_set_c(rt, fields, "adjustable", bool_object(clocks[i].adjustable)) < 0 ||
            dict_set_c(rt, fields, "resolution", resolution) < 0)
            return NULL;
        return simple_namespace_new(rt, fields);
    }
    return error_set(rt, &value_error_type, "unknown clock");
}

/* ---- waiting ------------------------------------------------------------------------------------- */

/* Seconds as nanoseconds, rounded up in size. */
static int duration_of(Runtime *rt, Object *argument, int64_t *nanoseconds)
{
    if (float_check(argument)) {
        double seconds = ((Float *)argument)->value;
        if (isnan(seconds))
            return error_fail(rt, &value_error_type, "Invalid value NaN (not a number)");
        double scaled = seconds * 1e9;
        scaled = scaled >= 0 ? ceil(scaled) : floor(scaled);
        if (!(scaled >= -9223372036854775808.0 && scaled < 9223372036854775808.0))
            return error_fail(rt, &overflow_error_type, "timestamp too large to convert to C _PyTime_t");
        *nanoseconds = (int64_t)scaled;
        return 0;
    }
    owned Object *number = number_index(rt, argument);
    if (number == NULL)
        return -1;
    int64_t seconds;
    if (!int_as_int64((Int *)number, &seconds) || __builtin_mul_overflow(seconds, (int64_t)NANOSECONDS, nanoseconds))
        return error_fail(rt, &overflow_error_type, "timestamp too large to convert to C _PyTime_t");
    return 0;
}

TIME_FUNCTION(time_sleep)
{
    (void)self, (void)n;
    int64_t nanoseconds;
    if (duration_of(rt, args[0], &nanoseconds) < 0)
        return NULL;
    if (nanoseconds < 0)
        return error_set(rt, &value_error_type, "sleep length must be non-negative");
    uint64_t until = clock_monotonic() + (uint64_t)nanoseconds;
    while (!clock_wait_until(until)) /* a signal ends a wait; if it raises nothing, the rest is waited for */
        if (machine_poll(rt) < 0)
            return NULL;
    return NONE;
}

/* ---- the calendar -------------------------------------------------------------------------------- */

/* A moment: whole seconds rounded down; now when it is not given or None. */
static int moment_of(Runtime *rt, Object **args, size_t n, int64_t *seconds)
{
    if (n == 0 || args[0] == NONE) {
        int64_t now = clock_wall();
        *seconds = now / NANOSECONDS - (now % NANOSECONDS < 0);
        return 0;
    }
    if (float_check(args[0])) {
        double value = floor(((Float *)args[0])->value);
        if (isnan(value))
            return error_fail(rt, &value_error_type, "Invalid value NaN (not a number)");
        if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0))
            return error_fail(rt, &overflow_error_type, "timestamp out of range for platform time_t");
        *seconds = (int64_t)value;
        return 0;
    }
    owned Object *number = number_index(rt, args[0]);
    if (number == NULL)
        return -1;
    if (!int_as_int64((Int *)number, seconds))
        return error_fail(rt, &overflow_error_type, "timestamp out of range for platform time_t");
    return 0;
}

static Object *calendar_of(Runtime *rt, Object **args, size_t n, int (*convert)(int64_t, struct tm *))
{
    int64_t seconds;
    struct tm time;
    if (moment_of(rt, args, n, &seconds) < 0)
        return NULL;
    int code = convert(seconds, &time);
    return code != 0 ? error_set_errno(rt, code, NULL, NULL) : time_struct_new(rt, &time);
}
TIME_FUNCTION(time_localtime)
{
    (void)self;
    return calendar_of(rt, args, n, calendar_local);
}
TIME_FUNCTION(time_gmtime)
{
    (void)self;
    return calendar_of(rt, args, n, calendar_universal);
}

/* One item of a time tuple as a C int. */
static int field_of(Runtime *rt, Object *item, int *field)
{
    int64_t value;
    owned Object *number = number_index(rt, item);
    if (number == NULL)
        return -1;
    if (!int_as_int64((Int *)number, &value) || value > INT_MAX || value < INT_MIN)
        return error_fail(rt, &overflow_error_type, "signed integer is %s",
                          int_sign((Int *)number) > 0 ? "greater than maximum" : "less than minimum");
    *field = (int)value;
    return 0;
}

/* A tuple or struct_time as the C library wants it. */
static int fields_of(Runtime *rt, Object *argument, const char *function, struct tm *time)
{
    if (!tuple_check_exact(argument) && !object_has_type(argument, &time_struct_type))
        return error_fail(rt, &type_error_type, "Tuple or struct_time argument required");
    const Tuple *tuple = (Tuple *)argument;
    if (tuple->length != TIME_FIELDS)
        return error_fail(rt, &type_error_type, "%s(): illegal time tuple argument", function);
    memset(time, 0, sizeof *time);
    int year;
    int *fields[TIME_FIELDS] = {&year, &time->tm_mon, &time->tm_mday, &time->tm_hour, &time->tm_min, &time->tm_sec,
                                &time->tm_wday, &time->tm_yday, &time->tm_isdst};
    for (size_t i = 0; i < TIME_FIELDS; i++)
        if (field_of(rt, tuple->items[i], fields[i]) < 0)
            return -1;
    if (year < INT_MIN + 1900)
        return error_fail(rt, &overflow_error_type, "year out of range");
    time->tm_year = year - 1900;
    time->tm_mon--;
    time->tm_wday = (time->tm_wday + 1) % 7;
    time->tm_yday--;
    return object_has_type(argument, &time_struct_type) ? time_struct_zone(rt, argument, time) : 0;
}

/* Refuses what the C library may not be given; days and months of 0 count as 1. */
static int fields_check(Runtime *rt, struct tm *time)
{
    if (time->tm_mon == -1)
        time->tm_mon = 0;
    if (time->tm_mday == 0)
        time->tm_mday = 1;
    if (time->tm_yday == -1)
        time->tm_yday = 0;
    const char *wrong = time->tm_mon < 0 || time->tm_mon > 11       ? "month"
                        : time->tm_mday < 0 || time->tm_mday > 31   ? "day of month"
                        : time->tm_hour < 0 || time->tm_hour > 23   ? "hour"
                        : time->tm_min < 0 || time->tm_min > 59     ? "minute"
                        : time->tm_sec < 0 || time->tm_sec > 61     ? "seconds"
                        : time->tm_wday < 0                         ? "day of week"
                        : time->tm_yday < 0 || time->tm_yday > 365  ? "day of year"
                                                                    : NULL;
    return wrong == NULL ? 0 : error_fail(rt, &value_error_type, "%s out of range", wrong);
}

/* The checked fields of args[0], or local time now. */
static int checked_fields(Runtime *rt, Object **args, size_t n, const char *function, struct tm *time)
{
    if (n > 0)
        return fields_of(rt, args[0], function, time) < 0 ? -1 : fields_check(rt, time);
    int64_t seconds;
    if (moment_of(rt, NULL, 0, &seconds) < 0)
        return -1;
    int code = calendar_local(seconds, time);
    if (code == 0)
        return 0;
    error_set_errno(rt, code, NULL, NULL);
    return -1;
}

static Object *fixed_text(Runtime *rt, const struct tm *time)
{
    static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return (Object *)str_format(rt, "%s %s%3d %02d:%02d:%02d %lld", days[time->tm_wday], months[time->tm_mon], time->tm_mday,
                                time->tm_hour, time->tm_min, time->tm_sec, (long long)time->tm_year + 1900);
}

TIME_FUNCTION(time_asctime)
{
    (void)self;
    struct tm time;
    return checked_fields(rt, args, n, "asctime", &time) < 0 ? NULL : fixed_text(rt, &time);
}

TIME_FUNCTION(time_ctime)
{
    (void)self;
    int64_t seconds;
    struct tm time;
    if (moment_of(rt, args, n, &seconds) < 0)
        return NULL;
    int code = calendar_local(seconds, &time);
    return code != 0 ? error_set_errno(rt, code, NULL, NULL) : fixed_text(rt, &time);
}

TIME_FUNCTION(time_mktime)
{
    (void)self, (void)n;
    struct tm time;
    int64_t seconds;
    if (fields_of(rt, args[0], "mktime", &time) < 0)
        return NULL;
    if (!calendar_seconds(&time, &seconds))
        return error_set(rt, &overflow_error_type, "mktime argument out of range");
    return float_new(rt, (double)seconds);
}

TIME_FUNCTION(time_strftime)
{
    (void)self;
    struct tm time;
    if (!str_check(args[0]))
        return error_set(rt, &type_error_type, "strftime() argument 1 must be str, not %.50T", args[0]);
    if (checked_fields(rt, args + 1, n - 1, "strftime", &time) < 0)
        return NULL;
    time.tm_isdst = time.tm_isdst < -1 ? -1 : time.tm_isdst > 1 ? 1 : time.tm_isdst;
    if (str_find_character((Str *)args[0], 0, 0, ((Str *)args[0])->length) >= 0)
        return error_set(rt, &value_error_type, "embedded null character");
    owned Bytes *format = str_encode(rt, (Str *)args[0], "utf-8", "surrogatepass");
    if (format == NULL)
        return NULL;
    /* Text that is really empty cannot be told from text that does not fit: give up at 256 times the format. */
    for (size_t size = 1024;; size *= 2) {
        char *text = memory_take(rt, size);
        if (text == NULL)
            return NULL;
        size_t length = calendar_format(text, size, format->data, &time);
        Str *result = NULL;
        bool done = length > 0 || size / 256 >= format->length;
        if (done)
            result = str_from_utf8_surrogates(rt, text, length);
        memory_release(rt, text, size);
        if (done)
            return (Object *)result;
    }
}

/* ---- the zone ------------------------------------------------------------------------------------ */

/* What the zone is called at `seconds`, and how far west of Greenwich it lies. */
static Object *zone_at(Runtime *rt, int64_t seconds, int64_t *west)
{
    struct tm time;
    *west = 0;
    if (calendar_local(seconds, &time) != 0)
        return (Object *)str_from_c(rt, "   ");
    *west = -time.tm_gmtoff;
    return (Object *)str_from_c(rt, time.tm_zone == NULL ? "   " : time.tm_zone);
}

/* timezone, altzone, daylight, tzname, from January and July of this year. */
static int zone_fill(Runtime *rt, Module *module)
{
    const int64_t year = (365 * 24 + 6) * 3600;
    int64_t january = clock_wall() / NANOSECONDS / year * year, first, second;
    calendar_read_zone();
    owned Object *first_name = zone_at(rt, january, &first);
    owned Object *second_name = first_name == NULL ? NULL : zone_at(rt, january + year / 2, &second);
    if (second_name == NULL)
        return -1;
    bool reversed = first < second; /* summer in January: south of the equator */
    owned Object *standard = (Object *)int_from_int64(rt, reversed ? second : first);
    owned Object *summer = (Object *)int_from_int64(rt, reversed ? first : second);
    owned Tuple *names = reversed ? tuple_pack(rt, 2, second_name, first_name) : tuple_pack(rt, 2, first_name, second_name);
    if (standard == NULL || summer == NULL || names == NULL || module_add(rt, module, "timezone", standard) < 0 ||
        module_add(rt, module, "altzone", summer) < 0 || module_add(rt, module, "tzname", (Object *)names) < 0)
        return -1;
    owned Object *daylight = (Object *)int_from_int64(rt, first != second);
    return daylight == NULL ? -1 : module_add(rt, module, "daylight", daylight);
}

TIME_FUNCTION(time_tzset)
{
    (void)args, (void)n;
    return zone_fill(rt, (Module *)self) < 0 ? NULL : NONE;
}

/* ---- module -------------------------------------------------------------------------------------- */

static int time_fill(Runtime *rt, Module *module)
{
    owned Object *items = (Object *)int_from_int64(rt, TIME_FIELDS + TIME_HIDDEN_FIELDS);
    if (items == NULL || module_add(rt, module, "_STRUCT_TM_ITEMS", items) < 0 ||
        module_add_type(rt, module, "struct_time", &time_struct_type) < 0)
        return -1;
    return zone_fill(rt, module);
}

#define CLOCK_ENTRIES(name) {#name, time_##name, 0, 0}, {#name "_ns", time_##name##_ns, 0, 0}
const ModuleSpec time_module = {
    .name = "time",
    .doc = "This module provides various functions to manipulate time values.",
    .functions = (const MethodSpec[]){
        {"asctime", time_asctime, 0, 1},
        {"ctime", time_ctime, 0, 1},
        {"get_clock_info", time_get_clock_info, 1, 1},
        {"gmtime", time_gmtime, 0, 1},
        {"localtime", time_localtime, 0, 1},
        {"mktime", time_mktime, 1, 1},
        CLOCK_ENTRIES(monotonic),
        CLOCK_ENTRIES(perf_counter),
        CLOCK_ENTRIES(process_time),
        {"sleep", time_sleep, 1, 1},
        {"strftime", time_strftime, 1, 2},
        CLOCK_ENTRIES(thread_time),
        CLOCK_ENTRIES(time),
        {"tzset", time_tzset, 0, 0},
        {0},
    },
    .fill = time_fill,
};
