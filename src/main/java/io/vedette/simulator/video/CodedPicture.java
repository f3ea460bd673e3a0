package io.vedette.simulator.video;

/**
 * One encoded picture. Immutable by agreement: nobody writes to {@code data}.
 *
 * @param data H.264 in Annex B; a key picture brings its parameter sets along
 * @param key whether decoding can begin here
 */
@SuppressWarnings("ArrayRecordComponent") // shared, not compared
public record CodedPicture(byte[] data, boolean key) {}
