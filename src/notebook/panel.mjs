// The live training panel in the browser; the kernel sends it as anywidget's `_esm`. The other side
// is panel.ts.

const style = `
.ganbook { --front: var(--jp-content-font-color1, var(--vscode-editor-foreground, CanvasText));
  --back: var(--jp-layout-color0, var(--vscode-editor-background, Canvas));
  --line: var(--jp-border-color1, var(--vscode-panel-border, #888));
  --accent: var(--jp-brand-color1, var(--vscode-focusBorder, #2166ac));
  font: 13px/1.4 var(--jp-ui-font-family, sans-serif); color: var(--front); background: var(--back);
  width: 100%; padding: 8px; box-sizing: border-box; container-type: inline-size }
.ganbook progress { width: 100%; height: 10px; accent-color: var(--accent) }
.ganbook .controls { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center;
  margin: 6px 0 }
.ganbook button { font: inherit; color: var(--front);
  background: var(--jp-layout-color2, transparent); border: 1px solid var(--line);
  border-radius: 3px; padding: 2px 12px; cursor: pointer }
.ganbook button:disabled { cursor: default; text-decoration: line-through }
.ganbook :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
.ganbook label { display: flex; gap: 6px; align-items: center }
.ganbook input[type=range] { width: 110px; accent-color: var(--accent) }
.ganbook output { min-width: 62px; font-variant-numeric: tabular-nums }
.ganbook .views { display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr) }
.ganbook .views > div { min-width: 0 }
.ganbook .picture img { width: 100%; max-width: 640px; image-rendering: pixelated }
.ganbook .still { display: block; width: 800px; max-width: 100%; height: auto }
@container (min-width: 640px) {
  .ganbook .views { grid-template-columns: minmax(0, 4fr) minmax(0, 3fr) }
  .ganbook .picture { grid-area: 1 / 2 / 3 / 3 }
}
@container (min-width: 1200px) {
  .ganbook .views { grid-template-columns: repeat(3, minmax(0, 1fr)) }
  .ganbook .picture { grid-area: 1 / 3 / 2 / 4 }
}`;

/** plotly.js: from the page, or sent by the kernel, compressed. */
function loadPlotly(model) {
  if (globalThis.Plotly) return Promise.resolve(globalThis.Plotly);
  return new Promise((resolve, reject) => {
    const receive = async (message, buffers) => {
      if (message.kind !== "plotly") return;
      model.off("msg:custom", receive);
      const bytes = new Blob([buffers[0]]).stream().pipeThrough(new DecompressionStream("gzip"));
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
    };
    model.on("msg:custom", receive);
    model.send({ kind: "plotly" });
  });
}

/**
 * Keys that belong to the panel's controls: Lab would take letters and arrows for commands to the
 * notebook. Tab goes to the next control, Escape back to the notebook.
 */
function keepKeys(root) {
  const keep = (event) => {
    if (!root.contains(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      event.target.blur();
      root.closest("[tabindex]")?.focus();
    } else if (event.key !== "Tab") event.stopPropagation();
  };
  // Lab listens on the document, before any element; only the window comes first.
  globalThis.addEventListener("keydown", keep, true);
  return () => globalThis.removeEventListener("keydown", keep, true);
}

/** How many rows a legend takes, a little more rather than less. */
function legendRows(figure, width) {
  const named = figure.data.filter(({ name, showlegend }) => name && showlegend !== false);
  const widths = named.map(({ name }) => 50 + 7 * name.length);
  if (widths.reduce((sum, each) => sum + each, 0) <= width) return 1;
  return Math.ceil(named.length / Math.max(1, Math.floor(width / Math.max(...widths))));
}

/** A figure's layout in the panel: the title above, then the legend, in the colours of the page. */
function fitLayout(figure, width, height, color) {
  const { layout } = figure;
  const [left, right] = [46, 8];
  const top = 30 + 22 * legendRows(figure, width - left - right);
  return {
    ...layout,
    ...{ width, height, uirevision: 1, font: { size: 11, color }, paper_bgcolor: "rgba(0,0,0,0)" },
    margin: { l: left, r: right, t: top, b: 34 },
    title: { ...layout.title, font: { size: 13 }, x: 0.02, xanchor: "left", pad: { t: 6 } },
    // Traces are drawn for light paper, so their names stand on it, too.
    legend: {
      ...layout.legend,
      ...{ x: 1, xanchor: "right", bgcolor: layout.plot_bgcolor, font: { color: "#333" } },
    },
  };
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
  const progress = element("progress", { max: 1, value: 0, ariaLabel: "training" });
  Object.assign(progress, { role: "progressbar", ariaValueMin: "0", ariaValueMax: "100" });
  const headline = element("div", { className: "headline" });
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
  const labels = Object.values(sliders).map((s) => s.element);
  const controls = element("div", { className: "controls" }, pause, step, stop, ...labels);
  const charts = [element("div"), element("div")];
  const picture = element("div", { className: "picture" });
  const views = element("div", { className: "views" }, ...charts, picture);
  const live = element("div", { hidden: true }, progress, headline, details, controls, views);
  const still = element("img", { className: "still" });
  const root = element("div", { className: "ganbook" });
  root.append(element("style", { textContent: style }), still, live);
  el.append(root);
  const releaseKeys = keepKeys(root);

  /** The picture that a page begins with, and all that is left of a training that has ended. */
  const showStill = () => {
    if (!live.hidden || !model.get("still")) return;
    still.src = `data:image/svg+xml,${encodeURIComponent(model.get("still"))}`;
    still.alt = model.get("text");
  };

  let latest;
  let url;
  const draw = async () => {
    const { frame, buffers } = latest;
    const Plotly = await loadPlotly(model);
    live.hidden = false;
    still.remove();
    Object.assign(headline, { textContent: frame.headline });
    Object.assign(details, { textContent: frame.details });
    progress.value = frame.share;
    progress.ariaValueNow = String(Math.round(100 * frame.share));
    progress.ariaValueText = frame.headline;
    for (const [name, value] of Object.entries(frame.settings)) sliders[name].set(value);
    pause.textContent = frame.paused ? "Resume" : "Pause";
    for (const control of [pause, step, stop, ...Object.values(sliders).map((s) => s.input)])
      control.disabled = frame.ended;
    const { color } = getComputedStyle(root);
    // Light letters are a dark theme's; the browser's own parts of sliders follow.
    root.style.colorScheme = Number(/\d+/.exec(color)[0]) > 127 ? "dark" : "light";
    const drawFigure = (place, figure, name, share, largest) => {
      const width = place.clientWidth;
      const height = Math.round(Math.min(largest, Math.max(210, share * width)));
      Object.assign(place, { role: "figure", ariaLabel: name });
      const layout = fitLayout(figure, width, height, color);
      Plotly.react(place, figure.data, layout, { displaylogo: false, showSendToCloud: false });
    };
    frame.charts.forEach((figure, i) => drawFigure(charts[i], figure, frame.names[i], 0.4, 360));
    const name = frame.names[frame.charts.length];
    if (frame.picture) drawFigure(picture, frame.picture, name, 1, 480);
    else if (buffers.length) {
      if (url) URL.revokeObjectURL(url);
      url = URL.createObjectURL(new Blob([buffers[0]], { type: "image/png" }));
      const image = picture.firstElementChild ?? picture.appendChild(element("img"));
      Object.assign(image, { src: url, alt: `samples: ${name}` });
    }
    root.dataset.frames = String(Number(root.dataset.frames ?? 0) + 1);
  };
  const receive = async (frame, buffers) => {
    if (frame.kind !== "frame") return;
    latest = { frame, buffers };
    await draw();
    model.send({ kind: "drawn" });
  };
  const redraw = () => void (latest && draw());
  let width = 0;
  const sizes = new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    redraw();
  });
  sizes.observe(root);
  const themes = new MutationObserver(redraw);
  themes.observe(document.body, { attributes: true });
  model.on("msg:custom", receive);
  model.on("change:still", showStill);
  showStill();
  if (!model.get("ended")) loadPlotly(model).then(() => model.send({ kind: "ready" }));
  return () => {
    model.off("msg:custom", receive);
    model.off("change:still", showStill);
    sizes.disconnect();
    themes.disconnect();
    releaseKeys();
  };
}

export default { render };
