import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

/** Ports that nobody listens on, all of them others. */
export async function findFreePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  try {
    for (const server of servers) {
      server.listen(0);
      await once(server, "listening");
      ports.push((server.address() as AddressInfo).port);
    }
  } finally {
    for (const server of servers) server.close();
  }
  return ports;
}
