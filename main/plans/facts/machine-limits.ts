/** Limits of an account on machines of EC2, counted in vCPUs. */
export interface MachineLimit {
  code: string;
  /** As AWS calls it. */
  name: string;
}

/** Machines with a GPU of the families g and vt, on Spot. */
export const gpuSpotLimit: MachineLimit = {
  code: 'L-3819A6DF',
  name: 'All G and VT Spot Instance Requests',
};

/**
 * By family, on demand and Spot: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html and
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-limits.html
 */
const limits: readonly { family: RegExp; onDemand: MachineLimit; spot: MachineLimit }[] = [
  {
    family: /^(?:g|vt)/,
    onDemand: { code: 'L-DB2E81BA', name: 'Running On-Demand G and VT instances' },
    spot: gpuSpotLimit,
  },
  {
    family: /^p\d/,
    onDemand: { code: 'L-417A185B', name: 'Running On-Demand P instances' },
    spot: { code: 'L-7212CCBC', name: 'All P4, P3 and P2 Spot Instance Requests' },
  },
  {
    family: /^[acdhimrtz]/,
    onDemand: {
      code: 'L-1216C47A',
      name: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
    },
    spot: { code: 'L-34B43A08', name: 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests' },
  },
];

/** The limit that machines of a type count towards; undefined: not known. */
export function limitFor(type: string, spot: boolean): MachineLimit | undefined {
  const known = limits.find(({ family }) => family.test(type));
  return spot ? known?.spot : known?.onDemand;
}
