#!/bin/sh
# The allocator alone against glibc, mimalloc and jemalloc: each pattern with all four in turn, five
# times; the medians, and the ratio to the best of the three others. A rival that is not installed
# is left out.
#
#   bench/alloc/run.sh [PATTERN...]        patterns: see alloc.c
set -eu
cd "$(dirname "$0")/../.."
rounds=${ROUNDS:-5}
build=build/bench-alloc
mkdir -p "$build"
compile="${CC:-cc} -std=gnu17 -O2 -DNDEBUG -fno-strict-aliasing"
compile="$compile -fno-builtin-malloc -fno-builtin-free -Isrc"
heap="src/heap/*.c src/os/*.c"
# shellcheck disable=SC2086
for program in alloc goes_back; do
    $compile -DBENCH_OURO bench/alloc/$program.c $heap -o $build/$program-ouro
    $compile bench/alloc/$program.c src/os/*.c -o $build/$program-malloc
done
# shellcheck disable=SC2086
for program in life pages; do
    $compile bench/alloc/$program.c $heap -o $build/$program
done

library() {
    ldconfig -p | awk -v name="$1" '$1 ~ "^" name "\\.so" { print $NF; exit }'
}
mimalloc=$(library libmimalloc)
jemalloc=$(library libjemalloc)

run() { # allocator program arguments...
    allocator=$1 program=$2
    shift 2
    case $allocator in
    ouro) "$build/$program-ouro" "$@" ;;
    glibc) "$build/$program-malloc" "$@" ;;
    mimalloc) LD_PRELOAD=$mimalloc "$build/$program-malloc" "$@" ;;
    jemalloc) LD_PRELOAD=$jemalloc "$build/$program-malloc" "$@" ;;
    esac
}

allocators="ouro glibc${mimalloc:+ mimalloc}${jemalloc:+ jemalloc}"

echo "nanoseconds a pair, median of $rounds"
for pattern in ${*:-pair batch replace shuffle growth}; do
    round=0
    while [ $round -lt "$rounds" ]; do
        for allocator in $allocators; do
            run "$allocator" alloc "$pattern" | sed "s/^/$allocator /"
        done
        round=$((round + 1))
    done
done | sort -k2,2 -k1,1 -k3,3n | awk -v rounds="$rounds" '
    { key = $2 " " $1; seen[key]++; if (seen[key] == int((rounds + 1) / 2)) median[key] = $3; patterns[$2] }
    END {
        printf "%-10s %8s %8s %9s %9s %15s\n", "", "ouro", "glibc", "mimalloc", "jemalloc", "ouro/best other"
        count = split("pair batch replace shuffle growth", order)
        for (i = 1; i <= count; i++) {
            p = order[i]
            if (!(p in patterns)) continue
            best = median[p " glibc"]
            if (median[p " mimalloc"] && median[p " mimalloc"] < best) best = median[p " mimalloc"]
            if (median[p " jemalloc"] && median[p " jemalloc"] < best) best = median[p " jemalloc"]
            printf "%-10s %8.2f %8.2f %9.2f %9.2f %15.2f\n", p, median[p " ouro"], median[p " glibc"],
                median[p " mimalloc"], median[p " jemalloc"], median[p " ouro"] / best
        }
    }'

echo
echo "memory that goes back: MiB over the start at the peak, after the drop, after another round"
for kept in 10 0; do
    for allocator in $allocators; do
        printf '%-10s %s of 10,000 kept: %s\n' "$allocator" "$kept" "$(run "$allocator" goes_back "$kept")"
    done
done

echo
"$build/life"
echo
echo "pages of the system, nanoseconds each"
"$build/pages"
