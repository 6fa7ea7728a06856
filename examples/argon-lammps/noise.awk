# How far the total energy of an atom scatters about its mean in what LAMMPS prints: lines of five numbers, the fourth one is it.
NF == 5 && $1 ~ /^[0-9]+$/ { n++; off = $4 - mean; mean += off / n; squares += off * ($4 - mean) }
END {
  if (n < 10) { print "too few lines of LAMMPS" > "/dev/stderr"; exit 1 }
  printf "{ \"noise\": %.6e, \"lines\": %d }\n", sqrt(squares / n), n
}
