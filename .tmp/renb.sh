cd /work/main
for n in 02 04 01 03 10 11 07 08 09 06 05; do timeout 1700 npm run -s notebooks -- $n 2>&1 | tail -1; done
