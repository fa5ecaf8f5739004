// Record a picture that changes and a tone, as a page of a browser does.
async ([type, seconds]) => {
  if (!MediaRecorder.isTypeSupported(type)) return { unsupported: type };
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [320, 180];
  document.body.append(canvas);
  const context = canvas.getContext("2d");
  const colours = ["#ff0000", "#00ff00", "#0000ff", "#ffffff"];
  let turn = 0;
  const draw = () => {
    colours.forEach((colour, index) => {
      context.fillStyle = colour;
      context.fillRect((index % 2) * 160, Math.floor(index / 2) * 90, 160, 90);
    });
    context.fillStyle = "#808080";
    context.fillRect((turn++ * 7) % 320, 80, 20, 20);
  };
  draw();
  const timer = setInterval(draw, 40);
  const sound = new AudioContext();
  const tone = sound.createOscillator();
  const target = sound.createMediaStreamDestination();
  tone.connect(target);
  tone.start();
  const pictures = canvas.captureStream(25);
  const stream = new MediaStream([...pictures.getTracks(), ...target.stream.getTracks()]);
  const recorder = new MediaRecorder(stream, { mimeType: type });
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const stopped = new Promise((done) => recorder.addEventListener("stop", done));
  recorder.start(500);
  await new Promise((done) => setTimeout(done, seconds * 1000));
  recorder.stop();
  await stopped;
  clearInterval(timer);
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) {
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  return { content: btoa(text), type: recorder.mimeType };
};
