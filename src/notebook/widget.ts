import { runningKernel, type Comm } from "../kernel/api";

/** A message of a widget, with pictures and the like as bytes. */
export interface WidgetMessage {
  kind: string;
  [key: string]: unknown;
}

/** A piece of JavaScript that runs in the front end, and a conversation with it. */
export interface Widget {
  /** The widget in a MIME bundle, next to forms for front ends that cannot run it. */
  readonly view: Record<string, unknown>;
  send(message: WidgetMessage, buffers?: readonly Uint8Array[]): void;
  /**
   * Changes what every page that shows the widget, also one that is loaded later, finds in its
   * model.
   */
  set(state: Record<string, unknown>): void;
  close(): void;
}

/**
 * Opens a widget by anywidget's protocol (https://anywidget.dev, as Deno's `@anywidget/deno`): the
 * front end runs `esm`, an ES module with `export default { render({ model, el }) }`. Undefined
 * outside a notebook.
 *
 * A page that is loaded anew asks each open comm for its state (`request_state`, ipywidgets'
 * messaging protocol 2.1.0:
 * https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md).
 */
export function openWidget(
  esm: string,
  state: Record<string, unknown>,
  onMessage: (message: WidgetMessage) => void,
): Widget | undefined {
  const current: Record<string, unknown> = {
    _model_module: "anywidget",
    _model_name: "AnyModel",
    _model_module_version: "~0.11.*",
    _view_module: "anywidget",
    _view_name: "AnyView",
    _view_module_version: "~0.11.*",
    _view_count: null,
    _anywidget_id: "ganbook.panel",
    _esm: esm,
    ...state,
  };
  const comm: Comm | undefined = runningKernel()?.openComm(
    "jupyter.widget",
    { state: current, buffer_paths: [] },
    { metadata: { version: "2.1.0" } },
  );
  if (!comm) return undefined;
  const update = (changed: Record<string, unknown>): void =>
    comm.send({ method: "update", state: changed, buffer_paths: [] });
  comm.onMessage = (data) => {
    if (data.method === "custom") onMessage(data.content as WidgetMessage);
    else if (data.method === "request_state") update(current);
  };
  return {
    view: {
      "application/vnd.jupyter.widget-view+json": {
        version_major: 2,
        version_minor: 1,
        model_id: comm.id,
      },
    },
    send: (content, buffers = []) => comm.send({ method: "custom", content }, { buffers }),
    set(changed) {
      Object.assign(current, changed);
      update(changed);
    },
    close: () => comm.close(),
  };
}
