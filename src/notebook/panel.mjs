// The live training panel in the browser; the kernel sends it as anywidget's `_esm`. The other side is panel.ts.

const style = `
.ganbook { font: 13px/1.4 sans-serif; color: #333; background: #fff; width: 800px; padding: 8px; box-sizing: border-box }
.ganbook progress { width: 100%; height: 10px; accent-color: #2166ac }
.ganbook .controls { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; margin: 6px 0 }
.ganbook label { display: flex; gap: 6px; align-items: center }
.ganbook input[type=range] { width: 110px }
.ganbook output { min-width: 62px; font-variant-numeric: tabular-nums }
.ganbook .views { display: flex; gap: 8px }
.ganbook .charts > div { width: 440px; height: 200px }
.ganbook .picture { width: 330px }
.ganbook .picture img { width: 100%; image-rendering: pixelated }`;

/** plotly.js, once a page: from the page itself, or sent by the kernel, compressed. */
function loadPlotly(model) {
  globalThis.ganbookPlotly ??= globalThis.Plotly
    ? Promise.resolve(globalThis.Plotly)
    : new Promise((resolve, reject) => {
        model.on("msg:custom", async (message, buffers) => {
          if (message.kind !== "plotly") return;
          const bytes = new Blob([buffers[0]])
            .stream()
            .pipeThrough(new DecompressionStream("gzip"));
          const script = document.createElement("script");
          script.src = URL.createObjectURL(await new Response(bytes).blob());
          const { define } = globalThis;
          globalThis.define = undefined; // an AMD loader on the page would take the library away
          script.onload = () => {
            globalThis.define = define;
            resolve(globalThis.Plotly);
          };
          script.onerror = () => reject(new Error("plotly.js could not be run"));
          document.head.append(script);
        });
        model.send({ kind: "plotly" });
      });
  return globalThis.ganbookPlotly;
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A slider for a learning rate (in powers of ten) or a number of steps. */
function slider(label, name, { min, max, step, toValue, toText, toPosition }, model) {
  const output = element("output");
  const input = element("input", { type: "range", min, max, step, name });
  const show = (value) => (output.textContent = toText(value));
  input.addEventListener("input", () => show(toValue(Number(input.value))));
  input.addEventListener("change", () =>
    model.send({ kind: "set", name, value: toValue(Number(input.value)) }),
  );
  const set = (value) => {
    if (document.activeElement === input) return;
    input.value = String(toPosition(value));
    show(value);
  };
  return { set, input, element: element("label", {}, label, input, output) };
}

const rate = {
  min: -6,
  max: -1,
  step: 0.05,
  toValue: (position) => Number((10 ** position).toPrecision(2)),
  toText: (value) => value.toExponential(1),
  toPosition: (value) => Math.log10(value),
};
const count = { min: 1, max: 10, step: 1, toValue: (n) => n, toText: String, toPosition: (n) => n };

function render({ model, el }) {
  const progress = element("progress", { max: 1, value: 0 });
  const headline = element("div");
  const details = element("div");
  const button = (text, kind) =>
    element("button", { textContent: text, onclick: () => model.send({ kind }) });
  const [pause, step, stop] = [
    button("Pause", "pause"),
    button("Step", "step"),
    button("Stop", "stop"),
  ];
  const sliders = {
    generatorRate: slider("G rate", "generatorRate", rate, model),
    discriminatorRate: slider("D rate", "discriminatorRate", rate, model),
    discriminatorSteps: slider("D steps", "discriminatorSteps", count, model),
  };
  const controls = element(
    "div",
    { className: "controls" },
    pause,
    step,
    stop,
    ...Object.values(sliders).map((s) => s.element),
  );
  const charts = [element("div"), element("div")];
  const picture = element("div", { className: "picture" });
  const views = element(
    "div",
    { className: "views" },
    element("div", { className: "charts" }, ...charts),
    picture,
  );
  const root = element(
    "div",
    { className: "ganbook" },
    element("style", { textContent: style }),
    progress,
    headline,
    details,
    controls,
    views,
  );
  el.append(root);

  let image;
  let url;
  const draw = async (frame, buffers) => {
    headline.textContent = frame.headline;
    details.textContent = frame.details;
    progress.value = frame.share;
    for (const [name, value] of Object.entries(frame.settings)) sliders[name].set(value);
    pause.textContent = frame.paused ? "Resume" : "Pause";
    for (const control of [pause, step, stop, ...Object.values(sliders).map((s) => s.input)])
      control.disabled = frame.ended;
    const Plotly = await loadPlotly(model);
    const sized = ({ layout }, width, height) => ({
      ...layout,
      ...{
        width,
        height,
        uirevision: 1,
        font: { size: 11 },
        margin: { l: 46, r: 8, t: 40, b: 34 },
      },
      title: { ...layout.title, font: { size: 13 }, x: 0.02, xanchor: "left", y: 0.96 },
      legend: { orientation: "h", x: 1, xanchor: "right", y: 1.22, bgcolor: "rgba(0,0,0,0)" },
    });
    const config = { displaylogo: false };
    frame.charts.forEach((figure, i) =>
      Plotly.react(charts[i], figure.data, sized(figure, 440, 200), config),
    );
    if (frame.picture)
      Plotly.react(picture, frame.picture.data, sized(frame.picture, 330, 340), config);
    else if (buffers.length) {
      image ??= picture.appendChild(element("img", { alt: "samples" }));
      if (url) URL.revokeObjectURL(url);
      image.src = url = URL.createObjectURL(new Blob([buffers[0]], { type: "image/png" }));
    }
    root.dataset.frames = String(Number(root.dataset.frames ?? 0) + 1);
    model.send({ kind: "drawn" });
  };
  const receive = (message, buffers) => void (message.kind === "frame" && draw(message, buffers));
  model.on("msg:custom", receive);
  loadPlotly(model).then(() => model.send({ kind: "ready" }));
  return () => model.off("msg:custom", receive);
}

export default { render };
