import { Bystander } from '../load/bystander.js';
import { devicesFrom } from '../load/device.js';
import { type Quantiles, round } from '../report/latencies.js';
import { type DeviceRecord, recordsOf, type Returns, returnsOf } from '../report/returns.js';
import type { Target } from '../targets/target.js';

export interface Storm {
  readonly clients: number;
  /** Seconds until the last of them was connected, had joined and had synced. */
  readonly allBackSeconds: number;
  /** Those who gave up. */
  readonly lost: number;
  /** Acknowledgements of somebody who was there all the time and wrote on; and what of that was not taken. */
  readonly bystander: Quantiles;
  readonly bystanderFailed: number;
  readonly returns: Returns;
  /** What each of them went through; kept in a file of its own. */
  readonly devices: readonly DeviceRecord[];
}

const PARALLEL = 64;

/** All clients but one pair lose their connection at the same moment, and come back as the SDK does. */
export async function measureStorm(target: Target, clients: number): Promise<Storm> {
  const devices = await devicesFrom(1, clients);
  for (let from = 0; from < clients; from += PARALLEL)
    await Promise.all(devices.slice(from, from + PARALLEL).map((device) => device.enter(target.url)));
  const bystander = await Bystander.start(target.url);
  for (const device of devices) device.forget();
  const dropped = performance.now();
  for (const device of devices) device.leave();
  const back = await Promise.all(devices.map((device) => device.comeBack(target.url)));
  const allBackSeconds = round((performance.now() - dropped) / 1000);
  const { ack, failed } = await bystander.stop();
  for (const device of devices) device.leave();
  return {
    clients,
    allBackSeconds,
    lost: back.filter((one) => !one).length,
    bystander: ack,
    bystanderFailed: failed,
    returns: returnsOf(devices, dropped),
    devices: recordsOf(devices, dropped),
  };
}
