import { protocolVersion, type Content } from "./message";

const { version } = require("../../package.json") as { version: string };
/** The compiler that checks cells. */
const { version: typescriptVersion } = require("typescript/package.json") as { version: string };

/** `kernel_info_reply`'s content. */
export const kernelInfo: Content = {
  status: "ok",
  protocol_version: protocolVersion,
  implementation: "ganbook",
  implementation_version: version,
  language_info: {
    name: "typescript",
    version: typescriptVersion,
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    nbconvert_exporter: "script",
    // The combination that both Lab and Notebook colour as TypeScript (from tslab).
    codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
  },
  banner: `ganbook ${version}: TypeScript ${typescriptVersion}, Node ${process.version}`,
  help_links: [
    { text: "TypeScript handbook", url: "https://www.typescriptlang.org/docs/handbook/" },
    { text: "TensorFlow.js API", url: "https://js.tensorflow.org/api/latest/" },
    { text: "Plotly.js reference", url: "https://plotly.com/javascript/reference/" },
  ],
  debugger: true,
  supported_features: ["debugger"],
};
