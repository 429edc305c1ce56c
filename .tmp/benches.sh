cd /work/main
nice -n 19 npx tsx test/bench/digits.ts "classic game, averaged" 
SEEDS=1 nice -n 19 npx tsx test/bench/stacked.ts "averaged and annealed" 170
