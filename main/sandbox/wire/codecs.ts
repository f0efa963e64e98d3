/** The SDK's serializers and readers, set up for one service in one protocol. */
import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { CborCodec } from '@smithy/core/cbor';
import { FromStringShapeDeserializer, JsonCodec2, ToStringShapeSerializer } from '@smithy/core/protocols';
import type { Protocol, ServiceModel, Shape } from './service-model.ts';

type Settings = ConstructorParameters<typeof JsonCodec2>[0];

/** Smithy's timestamp formats: date-time and epoch seconds. */
const DATE_TIME = 5;
const EPOCH_SECONDS = 7;

export interface Codecs {
  readJson(shape: Shape, text: string): Promise<unknown>;
  writeJson(shape: Shape, value: unknown): Buffer;
  readCbor(shape: Shape, bytes: Uint8Array): Promise<unknown>;
  writeCbor(shape: Shape, value: unknown): Buffer;
  readXml(shape: Shape, bytes: Uint8Array): unknown;
  /** `namespace`: written as `xmlns` of the root. */
  writeXml(shape: Shape, value: unknown, namespace?: string): string;
  /** One scalar from a label, query value, header or form value. */
  readText(shape: Shape, text: string): unknown;
  writeText(shape: Shape, value: unknown): string;
}

export function codecs(model: ServiceModel, protocol: Protocol): Codecs {
  const json = protocol.startsWith('awsJson') || protocol === 'restJson1';
  const settings = {
    timestampFormat: { useTrait: true, default: json ? EPOCH_SECONDS : DATE_TIME },
    httpBindings: protocol.startsWith('rest'),
    jsonName: protocol === 'restJson1',
    serviceNamespace: model.namespace,
  } as unknown as Settings;
  const textSettings = {
    ...settings,
    timestampFormat: { useTrait: true, default: DATE_TIME },
  } as unknown as Settings;
  const context = model.context;
  const withContext = <T extends { setSerdeContext(c: never): void }>(codec: T): T => {
    codec.setSerdeContext(context as never);
    return codec;
  };
  const jsonCodec = withContext(new JsonCodec2(settings));
  const cbor = withContext(new CborCodec());
  const fromText = withContext(new FromStringShapeDeserializer(textSettings));
  const toText = withContext(new ToStringShapeSerializer(textSettings));
  const xmlReader = withContext(new XmlShapeDeserializer(settings as never));

  return {
    readJson: async (shape, text) => jsonCodec.createDeserializer().read(shape, text) as unknown,
    writeJson: (shape, value) => {
      const serializer = jsonCodec.createSerializer();
      serializer.write(shape, value);
      return bytes(serializer.flush());
    },
    readCbor: async (shape, data) => cbor.createDeserializer().read(shape, data) as unknown,
    writeCbor: (shape, value) => {
      const serializer = cbor.createSerializer();
      serializer.write(shape, value);
      return bytes(serializer.flush());
    },
    readXml: (shape, data) => xmlReader.read(shape, data) as unknown,
    writeXml: (shape, value, namespace) => {
      const serializer = withContext(
        new XmlShapeSerializer({ ...settings, xmlNamespace: namespace ?? '' } as never),
      );
      serializer.write(shape, value);
      return bytes(serializer.flush()).toString('utf8');
    },
    readText: (shape, text) => fromText.read(shape, text) as unknown,
    writeText: (shape, value) => {
      toText.write(shape, value);
      return toText.flush();
    },
  };
}

/** The SDK's flush answers a string or a subclass of Uint8Array that Node's http warns about. */
function bytes(flushed: string | Uint8Array): Buffer {
  return typeof flushed === 'string'
    ? Buffer.from(flushed, 'utf8')
    : Buffer.from(flushed.buffer, flushed.byteOffset, flushed.byteLength);
}
