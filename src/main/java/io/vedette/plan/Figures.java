package io.vedette.plan;

/**
 * What one of each can do, measured or assumed. Immutable.
 *
 * @param frameBytes of one frame's record
 * @param workerFps frames one worker infers per second
 * @param decodedPerCore pictures of the demand's size that one core decodes per second
 * @param encodedPerCore pictures of that size that one core makes JPEGs of per second
 * @param coresPerNode of a machine that reads cameras
 * @param brokerBytes one broker takes in per second, replicas counted, and serves as often again
 * @param detectionBytes of one detection's record
 */
public record Figures(
    double frameBytes,
    double workerFps,
    double decodedPerCore,
    double encodedPerCore,
    int coresPerNode,
    double brokerBytes,
    double detectionBytes) {}
