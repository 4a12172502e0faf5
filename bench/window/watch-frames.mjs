// Evaluated in the page as it is: its value is what bench/window/frames.ts holds on to. A message posted from a frame's
// callback arrives once that frame has been handed over to be drawn.
(() => {
  const gaps = [];
  const works = [];
  const channel = new MessageChannel();
  let isOn = true;
  let last = 0;
  let began = 0;
  channel.port1.onmessage = () => {
    works.push(performance.now() - began);
  };
  const frame = (time) => {
    if (!isOn) return;
    if (last > 0) gaps.push(time - last);
    last = time;
    began = performance.now();
    channel.port2.postMessage(null);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  return {
    stop: () => {
      isOn = false;
      channel.port1.close();
      return { gaps, works };
    },
  };
})();
