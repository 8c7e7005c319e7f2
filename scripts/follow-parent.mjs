// Loaded into every process that the launcher starts: a launcher that is killed cannot stop them, but its channel closes.
const drainSeconds = 5;

// Node hands this module on to what the process forks, which has another parent and uses its channel itself.
if (process.channel && process.env.OPSDESK_LAUNCHER_PID === String(process.ppid)) {
  process.on("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), drainSeconds * 1000).unref();
  });
  // Listening must not keep a process alive that has nothing left to do.
  process.channel.unref();
}
