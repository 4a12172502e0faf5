// Started with the probe loaded; stays until its parent is gone.
process.on('disconnect', () => process.exit());
setInterval(() => undefined, 1000);
