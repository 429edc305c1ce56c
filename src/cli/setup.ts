import { join } from "node:path";
import { writeFileAtomically } from "../base/files";
import { installKernelspec, kernelspec } from "../kernel/kernelspec";
import { buildSnapshot, compilerVersion } from "../kernel/snapshot";
import { addonStep } from "../runtime/install/addon";
import { pythonSteps } from "../runtime/install/python";
import { runSteps, type SetupStep } from "../base/install/steps";
import { chooseVariant, tensorflowStep, whyNoTensorflow } from "../runtime/install/tensorflow";
import { homePaths } from "../base/paths";

/**
 * Lab asks every new user about news and looks for updates; a course needs neither. The state of
 * panels is saved, so that a notebook whose kernel has gone shows their last pictures.
 */
const labSettings = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
  "@jupyter-widgets/jupyterlab-manager:plugin": { saveState: true },
};

function kernelStep(): SetupStep {
  const { venv, kernelspec: folder, home } = homePaths();
  const env = { GANBOOK_HOME: home };
  const snapshot = homePaths().kernelSnapshot;
  return {
    name: "Jupyter kernel",
    size: "45 MB on disk",
    fingerprint: JSON.stringify([kernelspec(env, "ganbook", snapshot), labSettings, versionOf()]),
    produces: [join(folder, "kernel.json")],
    run: async () => {
      writeFileAtomically(
        join(venv, "share", "jupyter", "lab", "settings", "overrides.json"),
        JSON.stringify(labSettings, null, 2),
      );
      return installKernelspec({ folder, env, snapshot: makeSnapshot(snapshot) });
    },
    help: "check that the folder above can be written to.",
  };
}

/** A snapshot belongs to one Node and one kernel. */
const versionOf = (): string => `${process.version} ${compilerVersion()}`;

/** Where Node can make none, the kernel starts without, half a second later. */
function makeSnapshot(file: string): string | undefined {
  if (process.platform === "win32") return undefined; // what chooses how to start is a shell's
  try {
    buildSnapshot(file);
    return file;
  } catch (error) {
    console.log((error as Error).message);
    return undefined;
  }
}

/** What a script needs: libtensorflow and the addon, or nothing where neither can be had. */
function runtimeSteps(): SetupStep[] {
  const reason = whyNoTensorflow();
  const forced = process.env.GANBOOK_BACKEND;
  if (reason || forced === "wasm" || forced === "cpu") {
    console.log(
      `Leaving TensorFlow out: ${reason ?? `GANBOOK_BACKEND is ${forced}`}. ` +
        "WebAssembly comes with npm.",
    );
    return [];
  }
  const variant = chooseVariant();
  return [tensorflowStep(variant), addonStep(variant)];
}

export interface SetupOptions {
  /** Only what scripts need, without JupyterLab and the kernel. Default false. */
  runtimeOnly?: boolean;
  /** Go on without TensorFlow when it cannot be installed. Default false. */
  tensorflowOptional?: boolean;
}

/** Installs everything that is not installed yet into the home folder. */
export async function setup({
  runtimeOnly = false,
  tensorflowOptional = false,
}: SetupOptions = {}): Promise<void> {
  const python = pythonSteps();
  const jupyter = runtimeOnly ? python.slice(0, 1) : [...python, kernelStep()];
  const runtime = runtimeSteps();
  await runSteps([...jupyter, ...runtime], {
    optionalFrom: tensorflowOptional ? jupyter.length : Infinity,
    asked: [
      ...(runtimeOnly ? [] : ["jupyter" as const]),
      ...(runtime.length ? ["tensorflow" as const] : []),
    ],
  });
}
