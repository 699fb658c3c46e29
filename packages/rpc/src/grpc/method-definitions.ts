import { create, type DescMethod, type DescService, fromBinary, toBinary } from '@bufbuild/protobuf'
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js'

/** A service in the words of grpc-js. Names of methods are those of the handlers. */
export function serviceDefinition(service: DescService): ServiceDefinition {
  return Object.fromEntries(
    service.methods.map((method) => [method.localName, methodDefinition(method)]),
  )
}

/** One method. Messages are completed with their defaults on both sides, as in one process. */
export function methodDefinition({
  parent,
  name,
  input,
  output,
}: DescMethod): MethodDefinition<object, object> {
  return {
    path: `/${parent.typeName}/${name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: (parts) => Buffer.from(toBinary(input, create(input, parts as never))),
    requestDeserialize: (bytes) => fromBinary(input, bytes),
    responseSerialize: (parts) => Buffer.from(toBinary(output, create(output, parts as never))),
    responseDeserialize: (bytes) => fromBinary(output, bytes),
  }
}
