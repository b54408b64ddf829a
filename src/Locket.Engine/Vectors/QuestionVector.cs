namespace Locket.Engine.Vectors;

/// <summary>What a question means, to one model.</summary>
/// <param name="Stamp">Of the model: only vectors of the same are compared with it.</param>
public sealed record QuestionVector(long Stamp, UnitVector Vector);
