export * from '@spoor/runtime'
