#!/usr/bin/env bash
# A Ceph Object Gateway on 127.0.0.1: a real S3 and STS that nobody here wrote, for the tests.
#
#   scripts/rgw.sh fetch    downloads Debian's packages (55 MB) and unpacks them; installs nothing
#   scripts/rgw.sh ready    succeeds if that has been done
#   scripts/rgw.sh up       starts one, prints its endpoint and keys as name=value lines
#   scripts/rgw.sh admin …  radosgw-admin at a running one, e.g. admin user list
#   scripts/rgw.sh down     stops it and removes its data
#   scripts/rgw.sh run      up, and down as soon as its standard input ends
#
# Needs Debian 12 on amd64 or arm64, bash, curl, apt. Root only for apt-get update, and only if the
# package lists are missing. No systemd, no Python. Everything is in memory and gone after `down`.
#
# DAYPASS_RGW_DIR   where the packages are, by default ~/.cache/daypass-rgw
# DAYPASS_RGW_RUN   where one running gateway keeps its files, by default DAYPASS_RGW_DIR/run; with a
#                   folder each, any number run side by side
set -euo pipefail

dir=${DAYPASS_RGW_DIR:-$HOME/.cache/daypass-rgw}
run=${DAYPASS_RGW_RUN:-$dir/run}
root=$dir/root
libs=$root/usr/lib/$(uname -m)-linux-gnu
packages='ceph-mon ceph-osd ceph-base ceph-common radosgw librados2 libaio1 libboost-context1.74.0
  libboost-thread1.74.0 libdaxctl1 libfmt9 libfuse2 libgoogle-perftools4 libtcmalloc-minimal4
  libibverbs1 libleveldb1d liblua5.3-0 libndctl6 libnl-3-200 libnl-route-3-200 liboath0 libpmem1
  librabbitmq4 librdmacm1 libsnappy1v5 librbd1 libradosstriper1 libpopt0'
access_key=AKIAROOTROOTROOTROOT
secret_key=rootsecretrootsecretrootsecretrootsecret

fail() {
  printf 'error: %s\n' "$1" >&2
  exit 1
}

use_packages() {
  export LD_LIBRARY_PATH=$root/lib/$(uname -m)-linux-gnu:$libs:$libs/ceph
  export PATH=$root/usr/bin:$PATH CEPH_CONF=$run/ceph.conf
}

fetch() {
  [ -e "$dir/fetched" ] && return
  command -v apt-get >/dev/null || fail 'apt-get is missing: the packages are those of Debian 12'
  if ! apt-cache show radosgw >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then apt-get -q update; else sudo -n apt-get -q update; fi >&2 ||
      fail 'the package lists are missing: run "apt-get update" as root'
  fi
  mkdir -p "$dir/packages" "$root"
  # shellcheck disable=SC2086
  (cd "$dir/packages" && apt-get -q download $packages) >"$dir/fetch.log" 2>&1 ||
    fail "the packages cannot be downloaded (Debian 12 has them all): see $dir/fetch.log"
  for package in "$dir"/packages/*.deb; do dpkg -x "$package" "$root"; done
  rm -rf "$dir/packages" "$root/usr/share/doc" "$root/usr/share/man" "$root/lib/systemd"
  touch "$dir/fetched"
}

# Asks the system for free ports; between asking and using, another process might take one.
free_ports() {
  node -e '
    const { createServer } = require("node:net")
    const servers = Array.from({ length: 2 }, () => createServer().listen(0, "127.0.0.1"))
    Promise.all(servers.map((s) => new Promise((r) => s.once("listening", r)))).then(() => {
      console.log(...servers.map((s) => s.address().port))
      servers.forEach((s) => s.close())
    })'
}

write_config() {
  local rgw_port=$1 mon_port=$2 fsid=$3
  cat >"$CEPH_CONF" <<C
[global]
fsid = $fsid
mon_host = v2:127.0.0.1:$mon_port
mon_initial_members = a
ms_bind_msgr1 = false
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
auth_allow_insecure_global_id_reclaim = false
run_dir = $run/sockets
admin_socket = $run/sockets/\$name.\$pid.asok
log_file = $run/log/\$name.log
crash_dir = $run/sockets
mon_data = $run/mon
osd_data = $run/osd
keyring = $run/keyring
rgw_data = $run/rgw
plugin_dir = $libs/ceph
erasure_code_dir = $libs/ceph/erasure-code
osd_class_dir = $libs/rados-classes
# The three settings without which a start takes five seconds.
paxos_propose_interval = 0.05
paxos_min_wait = 0.01
mon_tick_interval = 1
osd_objectstore = memstore
memstore_device_bytes = 1073741824
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
mon_data_avail_crit = 1
[client]
rgw_frontends = beast endpoint=127.0.0.1:$rgw_port
rgw_thread_pool_size = 64
rgw_s3_auth_use_sts = true
rgw_sts_key = abcdefghijklmnop
# AWS's shortest session has 900 s; tests wait for the end of shorter ones.
rgw_sts_min_session_duration = 5
rgw_crypt_require_ssl = false
C
}

write_keys() {
  local mon='--cap mon'
  ceph-authtool "$run/keyring" --create-keyring --gen-key -n mon. $mon 'allow *'
  ceph-authtool "$run/keyring" --gen-key -n client.admin $mon 'allow *' --cap osd 'allow *'
  ceph-authtool "$run/keyring" --gen-key -n osd.0 $mon 'allow profile osd' --cap osd 'allow *'
  ceph-authtool "$run/keyring" --gen-key -n client.rgw $mon 'allow *' --cap osd 'allow *'
}

start() {
  local name=$1
  shift
  "$@" >"$run/log/$name.out" 2>&1 </dev/null &
  echo $! >"$run/$name.pid"
}

await() {
  local what=$1 i
  shift
  for i in $(seq 200); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  stop
  fail "$what did not come up: see $run/log"
}

up() {
  [ -e "$dir/fetched" ] || fail "run scripts/rgw.sh fetch first (nothing in $dir)"
  stop
  rm -rf "$run"
  mkdir -p "$run"/{mon,osd,sockets,log,rgw}
  local rgw_port mon_port fsid
  read -r rgw_port mon_port < <(free_ports)
  fsid=$(cat /proc/sys/kernel/random/uuid)
  use_packages
  write_config "$rgw_port" "$mon_port" "$fsid"
  {
    write_keys
    monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:$mon_port]" "$run/monmap"
    osdmaptool "$run/osdmap" --createsimple 1 --clobber
    ceph-mon -i a --mkfs --monmap "$run/monmap" --osdmap "$run/osdmap" --keyring "$run/keyring" --no-mon-config
    start mon ceph-mon -i a -f --no-mon-config
    ceph-osd -i 0 --mkfs --no-mon-config
    start osd ceph-osd -i 0 -f
  } >"$run/log/setup.log" 2>&1
  # A gateway that starts before the OSD is there waits five seconds longer.
  await 'the OSD' grep -q 'booting -> active' "$run/log/osd.0.log"
  start rgw radosgw -n client.rgw -f
  await 'the gateway' curl -sf -o /dev/null "http://127.0.0.1:$rgw_port/"
  admin user create --uid=root --display-name=root --access-key="$access_key" \
    --secret="$secret_key" --caps='roles=*;user-policy=*;oidc-provider=*;users=*' >/dev/null
  printf 'endpoint=http://127.0.0.1:%s\naccess_key_id=%s\nsecret_access_key=%s\n' \
    "$rgw_port" "$access_key" "$secret_key"
}

admin() {
  use_packages
  radosgw-admin -n client.rgw "$@" 2>"$run/log/admin.err" || {
    cat "$run/log/admin.err" >&2
    return 1
  }
}

stop() {
  local name pid
  for name in rgw osd mon; do
    [ -e "$run/$name.pid" ] || continue
    pid=$(cat "$run/$name.pid")
    # The number may belong to somebody else by now.
    if grep -q -e ceph -e radosgw "/proc/$pid/comm" 2>/dev/null; then kill -9 "$pid" || true; fi
    wait "$pid" 2>/dev/null || true
    rm -f "$run/$name.pid"
  done
}

run_until_eof() {
  trap stop EXIT
  up
  cat >/dev/null
  down
}

down() {
  stop
  rm -rf "$run"
}

case ${1:-} in
  fetch) fetch ;;
  ready) [ -e "$dir/fetched" ] ;;
  up) up ;;
  admin) shift && admin "$@" ;;
  run) run_until_eof ;;
  down) down ;;
  *) fail 'usage: scripts/rgw.sh fetch|ready|up|run|admin …|down' ;;
esac
