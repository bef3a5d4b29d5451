export * from '@spoor/runtime/probes'
