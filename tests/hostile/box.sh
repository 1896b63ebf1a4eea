#!/usr/bin/env bash
# Runs a command as root in an emulated Gradescope container, or as an ordinary user on an emulated machine:
#
#     unshare --mount --pid --ipc --net --fork box.sh PROJECT ENVIRONMENT USER COMMAND...
#
# Its root is an overlay over this machine's: it sees everything, changes nothing, and is gone with its last process.
# /tmp and the like are its own and empty, processes, System V objects and the network too. The grader's source is in
# /autograder/source. Root (USER 0) has Docker's default capabilities, any other user has none.
set -euo pipefail
project=$1 environment=$2 user=$3
shift 3

mount --make-rprivate /
box=/mnt
mount -t tmpfs -o mode=755 tmpfs $box
root=$box/root
mkdir $box/upper $box/work $root
mount -t overlay -o "lowerdir=/,upperdir=$box/upper,workdir=$box/work" overlay $root
mount -t proc proc $root/proc
mount --rbind /sys $root/sys
mount --rbind /dev $root/dev
mkdir -p "$root$environment"
mount --rbind "$environment" "$root$environment"
for folder in tmp var/tmp dev/shm run/lock; do
    mkdir -p "$root/$folder"
    mount -t tmpfs -o mode=1777 tmpfs "$root/$folder"
done
rm -rf $root/autograder
mkdir -p $root/autograder/{source,results,submission}
cp -r "$project"/{autograder,reference,tests,assignment.toml} $root/autograder/source
chown -R "$user:$user" $root/autograder

docker=chown,dac_override,fsetid,fowner,mknod,net_raw,setgid,setuid,setfcap,setpcap,net_bind_service,sys_chroot,kill
if [[ $user == 0 ]]; then
    exec chroot $root setpriv --bounding-set="-all,+${docker//,/,+},+audit_write" --inh-caps=-all "$@"
fi
exec chroot $root setpriv --reuid="$user" --regid="$user" --clear-groups --bounding-set=-all --inh-caps=-all "$@"
