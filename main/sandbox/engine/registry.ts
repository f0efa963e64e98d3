/** The services by signing name, and their models, read from the SDK when a service is first called. */
import type { Codecs } from '../wire/codecs.ts';
import { serviceModel, type Protocol, type ServiceModel } from '../wire/service-model.ts';
import type { AccessProvider, ServiceModule } from './types.ts';

export interface LoadedService {
  module: ServiceModule;
  model: ServiceModel;
  codecs(protocol: Protocol): Codecs;
}

export interface Registry {
  modules: readonly ServiceModule[];
  access: AccessProvider | undefined;
  load(signingName: string): Promise<LoadedService | undefined>;
}

export function createRegistry(modules: readonly ServiceModule[]): Registry {
  const loading = new Map<string, Promise<LoadedService>>();
  const byName = new Map(modules.map((module) => [module.signingName, module]));
  return {
    modules,
    access: modules.find((module) => module.access)?.access,
    async load(signingName) {
      const module = byName.get(signingName);
      if (!module) return undefined;
      let loaded = loading.get(signingName);
      if (!loaded) {
        loaded = loadService(module);
        loading.set(signingName, loaded);
      }
      return loaded;
    },
  };
}

/** Models are the same for every account of the process. */
const models = new WeakMap<ServiceModule['sdk'], Promise<ServiceModel>>();

async function loadService(module: ServiceModule): Promise<LoadedService> {
  let reading = models.get(module.sdk);
  if (!reading) {
    reading = module.sdk().then(serviceModel);
    models.set(module.sdk, reading);
  }
  const model = await reading;
  const { codecs } = await import('../wire/codecs.ts'); // the SDK's serializers are not needed to start
  const made = new Map<Protocol, Codecs>();
  return {
    module,
    model,
    codecs(protocol) {
      const found = made.get(protocol) ?? codecs(model, protocol);
      made.set(protocol, found);
      return found;
    },
  };
}
