import { type DescFile, type DescService, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import type { Server } from '@grpc/grpc-js'
import { ReflectionService } from '@grpc/reflection'
import { serviceDefinition } from './method-definitions.ts'

/** Lets tools such as grpcurl ask what there is. */
export function addReflection(server: Server, services: readonly DescService[]): void {
  const files = new Map<string, Buffer>()
  for (const { file } of services) collect(file, files)
  const fileDescriptorProtos = [...files.values()]
  const described = services.map((service) => [
    service.typeName,
    { ...serviceDefinition(service), fileDescriptorProtos },
  ])
  new ReflectionService(Object.fromEntries(described), {
    services: services.map(({ typeName }) => typeName),
  }).addToServer(server)
}

function collect(file: DescFile, files: Map<string, Buffer>): void {
  if (files.has(file.name)) return
  files.set(file.name, Buffer.from(toBinary(FileDescriptorProtoSchema, file.proto)))
  for (const needed of file.dependencies) collect(needed, files)
}
