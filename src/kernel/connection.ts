import { readObject } from "../base/jsonObject";

/** Jupyter's connection file. */
export interface Connection {
  transport: string;
  ip: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
  key: string;
  signature_scheme: string;
}

const ports = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"] as const;

/**
 * @throws Error naming the file when it is missing, holds no JSON object or a port less, or asks
 *   for a signature that we do not have
 */
export function readConnection(path: string | undefined): Connection {
  if (!path)
    throw new Error(
      "expected the path of a connection file, received nothing; Jupyter starts the kernel",
    );
  const connection = readObject(path) as Connection;
  const missing = ports.find((name) => !Number.isInteger(connection[name]));
  if (missing)
    throw new Error(`${path}: expected a port in ${missing}, received ${connection[missing]}`);
  if (connection.key && connection.signature_scheme !== "hmac-sha256")
    throw new Error(
      `${path}: expected the signature scheme hmac-sha256, received ${connection.signature_scheme}`,
    );
  return connection;
}

/** The address of one of the connection's sockets. */
export function addressOf({ transport, ip }: Connection, port: number): string {
  return transport === "ipc" ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
}
