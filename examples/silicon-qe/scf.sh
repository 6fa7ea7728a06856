# The ground state of silicon in its diamond structure, by pw.x of Quantum ESPRESSO:
#
#   bash scf.sh LATTICE CUTOFF GRID [MIXING [HISTORY]]
#
# LATTICE in bohr, CUTOFF of plane waves in Ry, GRID k-points along each direction. The energy is found in what pw.x prints.
set -e
lattice=$1 cutoff=$2 grid=$3 mixing=${4:-0.7} history=${5:-8}
cat > scf.in <<END
&control
  calculation = 'scf', prefix = 'silicon', outdir = './out', disk_io = 'none', tstress = .true.
  pseudo_dir = '${ESPRESSO_PSEUDO:-/usr/share/espresso/pseudo}'
/
&system
  ibrav = 2, celldm(1) = $lattice, nat = 2, ntyp = 1, ecutwfc = $cutoff
/
&electrons
  conv_thr = 1.0d-9, mixing_beta = $mixing, mixing_ndim = $history, electron_maxstep = 40
/
ATOMIC_SPECIES
  Si 28.086 Si.pz-vbc.UPF
ATOMIC_POSITIONS alat
  Si 0.00 0.00 0.00
  Si 0.25 0.25 0.25
K_POINTS automatic
  $grid $grid $grid 1 1 1
END
# What MPI says of networks that this machine has not is of no use; what pw.x says of a failure is on its standard output.
pw.x -in scf.in 2> mpi.txt
